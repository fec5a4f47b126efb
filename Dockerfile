# The bot on Telegram. Runs with a read-only root file system; what it keeps is in /data.

FROM python:3.13-slim AS build
RUN python -m venv /venv
COPY requirements.lock /requirements.lock
RUN /venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r /requirements.lock

FROM python:3.13-slim
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
# The file system is read-only later, so the byte code is made now.
RUN python -m compileall -q bot handlers storage
USER 10001:10001
VOLUME /data
# Asks where LISTEN says, past any proxy; without LISTEN there is nothing to ask.
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as r; a = os.environ.get('LISTEN'); a and r.build_opener(r.ProxyHandler({})).open(f'http://{a}/healthz', timeout=4)"]
ENTRYPOINT ["python", "-m", "bot"]
CMD ["run"]
