# The bot on Telegram. Runs with a read-only root file system; what it keeps is in /data.
# The version is pinned, so that the same checkout makes the same image; raise it with the lock file.
ARG PYTHON=3.13.12-slim-trixie

FROM python:${PYTHON} AS build
# Without pip in it: nothing is installed any more once the image is made.
RUN python -m venv --without-pip /venv
COPY requirements.lock /requirements.lock
RUN pip --python /venv/bin/python install --no-cache-dir --disable-pip-version-check --require-hashes -r /requirements.lock

FROM python:${PYTHON}
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DATABASE_URL=sqlite:////data/bot.db \
    LISTEN=127.0.0.1:8000
RUN groupadd --gid 10001 bot \
    && useradd --uid 10001 --gid bot --no-create-home --shell /usr/sbin/nologin bot \
    && install -d -o bot -g bot -m 0700 /data
COPY --from=build /venv /venv
WORKDIR /app
COPY bot/ bot/
COPY handlers/ handlers/
COPY storage/ storage/
# The file system is read-only later, so the byte code is made now; and whatever the checkout's modes, the bot may read.
RUN python -m compileall -q -o 0 -o 2 bot handlers storage \
    && chmod -R a+rX,go-w .
USER 10001:10001
VOLUME /data
# Asks where LISTEN says, past any proxy; without LISTEN there is nothing to ask.
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as r; a = os.environ.get('LISTEN'); a and r.build_opener(r.ProxyHandler({})).open(f'http://{a}/healthz', timeout=4)"]
ENTRYPOINT ["python", "-m", "bot"]
CMD ["run"]
