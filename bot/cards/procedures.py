"""Rules and counts in words: what a rule asks for, how it was met, what is missing."""

from markupsafe import Markup

from bot.cards.card import joined
from bot.cards.reader import Reader
from bot.domain.procedures import ABSTAIN, AGAINST, FOR, Condition, ConditionKind, Rule, Shortfall, Standing, Verdict
from bot.domain.rules import Base, Procedure, Quorum
from storage.models import Poll

Kind = ConditionKind


def rule_words(rule: Rule, reader: Reader) -> Markup:
    """The rule, in one line that a member understands."""
    t = reader.t
    known = {
        Procedure.PLURALITY: t("plurality: the option with most ballots"),
        Procedure.MAJORITY: t("majority: more For than Against"),
        Procedure.ABSOLUTE: t("absolute majority: more than half of all"),
        Procedure.TWO_THIRDS: t("two-thirds of For and Against"),
        Procedure.UNANIMITY: t("unanimity: everyone answers, nobody is Against"),
        Procedure.CONSENSUS: t("consensus: nobody is Against"),
        Procedure.QUALIFIED: t("qualified majority: 55 % of all with 65 % of the weight"),
        Procedure.REINFORCED: t("reinforced majority: 72 % of all with 65 % of the weight"),
        Procedure.SILENCE: t("silence: passes at the deadline unless somebody breaks it"),
        Procedure.APPROVAL: t("approval: the option that most approve of"),
        Procedure.RANKED: t("ranked: whoever is last drops out, until one option has more than half"),
        Procedure.CONSENT: t("consent: somebody consents, and no objection is open"),
    }
    if rule.name in known:
        return known[rule.name]
    bases = {
        Base.CAST: t("of For and Against"),
        Base.ALL: t("of all"),
        Base.WEIGHT: t("of the weight"),
        None: Markup(""),
    }
    share = Markup("{} {}").format(str(rule.share), bases[rule.base])
    return t("more than {share}", share=share) if rule.strict else t("at least {share}", share=share)


def rule_name(key: str, reader: Reader) -> Markup | str:
    """A rule as it is typed in the reader's language; a share of one's own as it is kept."""
    t = reader.t
    return {
        "plurality": t("plurality"),
        "majority": t("majority"),
        "absolute": t("absolute"),
        "two-thirds": t("two-thirds"),
        "unanimity": t("unanimity"),
        "consensus": t("consensus"),
        "qualified": t("qualified"),
        "reinforced": t("reinforced"),
        "silence": t("silence"),
        "approval": t("approval"),
        "ranked": t("ranked"),
        "consent": t("consent"),
    }.get(key, key)


def explained(rule: Rule, reader: Reader) -> Markup:
    """The rule for who has to choose one: a sentence on what it takes, and what becomes of those who do not vote."""
    t = reader.t
    known = {
        Procedure.PLURALITY: t("The option with most ballots wins, however few they are; a shared lead is a tie."),
        Procedure.MAJORITY: t("Adopted if more say For than Against; whoever abstains or stays away is not counted."),
        Procedure.ABSOLUTE: t(
            "Adopted if more than half of all say For; whoever abstains or stays away counts as Against."
        ),
        Procedure.TWO_THIRDS: t(
            "Adopted if two of three who say For or Against say For; whoever abstains or stays away is not counted."
        ),
        Procedure.UNANIMITY: t("Adopted if everyone answers and nobody is Against; one who does not answer blocks it."),
        Procedure.CONSENSUS: t("Adopted if somebody is For and nobody Against; whoever stays away lets it pass."),
        Procedure.QUALIFIED: t(
            "The EU’s usual rule: 55 % of all with 65 % of the weight; whoever abstains or stays away counts as Against."
        ),
        Procedure.REINFORCED: t(
            "The EU’s stricter rule: 72 % of all with 65 % of the weight; whoever abstains or stays away counts as Against."
        ),
        Procedure.SILENCE: t("Adopted at the deadline unless somebody breaks the silence; not answering is consent."),
        Procedure.APPROVAL: t("Everyone may choose several options; the one chosen most often wins."),
        Procedure.RANKED: t(
            "Everyone puts the options in order; the last one drops out, round by round, until one has more than half."
        ),
        Procedure.CONSENT: t(
            "Adopted if somebody consents and no objection is left open; whoever stands aside lets it pass."
        ),
    }
    return known.get(rule.name) or t("Adopted with a share of your own: {share}.", share=rule_words(rule, reader))


def quorum_words(quorum: Quorum, reader: Reader) -> Markup:
    """The quorum, as it was typed."""
    t = reader.t
    if quorum.share is None:
        return t.plural("{n} ballot", "{n} ballots", quorum.heads)
    share = reader.percent(f"{float(quorum.share * 100):g}")
    return t("{share} of the weight", share=share) if quorum.of_weight else t("{share} of all", share=share)


def choice_word(choice: int, reader: Reader) -> Markup:
    """For, Against, Abstain."""
    t = reader.t
    return {FOR: t("For"), AGAINST: t("Against"), ABSTAIN: t("Abstain")}[choice]


def verdict_word(verdict: str, reader: Reader) -> Markup:
    """Adopted, Rejected, Tied, No quorum, Withdrawn."""
    t = reader.t
    return {
        Verdict.ADOPTED: t("Adopted"),
        Verdict.REJECTED: t("Rejected"),
        Verdict.TIED: t("Tied"),
        Verdict.NO_QUORUM: t("No quorum"),
        Verdict.WITHDRAWN: t("Withdrawn"),
    }[Verdict(verdict)]


def ended_word(poll: Poll, reader: Reader) -> Markup:
    """How a poll ended: its verdict; a sense check, which has none, is closed."""
    return verdict_word(poll.verdict, reader) if poll.verdict else reader.t("closed")


def open_word(rule: str, reader: Reader) -> Markup:
    """What a poll is before its verdict."""
    return reader.t("under silence") if rule == Procedure.SILENCE else reader.t("open")


def arithmetic(standing: Standing, reader: Reader) -> Markup:
    """The count behind a verdict, every number in it."""
    t = reader.t
    heads = {
        "for_": standing.for_.heads, "against": standing.against.heads, "abstain": standing.abstain.heads,
        "rest": standing.not_cast.heads, "all": standing.everyone.heads,
    }  # fmt: skip
    parts = _conditions(standing, reader)
    if standing.condorcet and len(standing.rounds[0].ballots) > 1:
        parts.append(t("option {option} beats each other one on its own", option=standing.condorcet))
    if standing.resolved:
        parts.append(t.plural("{n} objection resolved", "{n} objections resolved", standing.resolved))
    if standing.rule.name is Procedure.CONSENT:
        parts.insert(0, t("Consent {for_}, stand aside {aside}, not answered {rest}, of {all}",
                          aside=standing.stand_asides, **heads))  # fmt: skip
    elif not standing.tally and standing.rule.name is not Procedure.SILENCE:
        parts.insert(0, t("For {for_}, Against {against}, Abstain {abstain}, not voted {rest}, of {all}", **heads))
    return joined(parts, t("; "))


def rounds_words(standing: Standing, reader: Reader) -> list[Markup]:
    """A line for each round of a run-off: what each option had, who left, what was exhausted; options by number."""
    t = reader.t
    lines = []
    for number, each in enumerate(standing.rounds, start=1):
        ballots = joined([Markup("{}: {}").format(option, count) for option, count in each.ballots], ", ")
        parts = [t("round {number}: {ballots}", number=number, ballots=ballots)]
        if each.exhausted:
            parts.append(t.plural("{n} exhausted", "{n} exhausted", each.exhausted))
        if each.eliminated:
            parts.append(t("out: {options}", options=joined([str(option) for option in each.eliminated], ", ")))
        lines.append(joined(parts, t("; ")))
    return lines


def needs(standing: Standing, reader: Reader) -> Markup:
    """What an open poll lacks, or that it has enough so far; never a verdict's word."""
    t = reader.t
    missing = [_shortfall(each, standing, reader) for each in standing.missing]
    pairs = {each.kind: words for each, words in zip(standing.missing, missing, strict=True)}
    if Kind.WEIGHT_65 in pairs and Kind.BLOCKING_MINORITY in pairs:
        _join_alternatives(pairs, standing, reader)
    separator = t("; ")  # on its own: Babel sees no sentence inside another's call
    if not pairs:
        enough = _conditions(standing, reader) or [t("more For than Against")]
        return t("Enough so far: {arithmetic}", arithmetic=joined(enough, separator))
    return t("Needs {missing}", missing=joined(pairs.values(), separator))


def needs_untold(standing: Standing, reader: Reader) -> Markup:
    """The same while nobody is told how it stands: how the quorum does, or that it waits for its closing."""
    t, quorum = reader.t, {Kind.QUORUM_HEADS, Kind.QUORUM_WEIGHT}
    if lacking := [_shortfall(each, standing, reader) for each in standing.missing if each.kind in quorum]:
        return t("Needs {missing}", missing=joined(lacking))
    if met := [condition_words(each, reader) for each in standing.conditions if each.kind in quorum]:
        return t("Enough so far: {arithmetic}", arithmetic=joined(met))
    return t("Counted at closing")


def _join_alternatives(pairs: dict[ConditionKind, Markup], standing: Standing, reader: Reader) -> None:
    """Of a double majority, weight enough or too few to block: what is easier to understand, and only once."""
    by_kind = {each.kind: each for each in standing.missing}
    heads = max((by_kind[kind].more_for for kind in (Kind.HEADS_55, Kind.HEADS_72) if kind in by_kind), default=0)
    weight, blocking = by_kind[Kind.WEIGHT_65], by_kind[Kind.BLOCKING_MINORITY]
    enough = pairs.pop(Kind.BLOCKING_MINORITY)
    if blocking.more_for <= heads and not blocking.against_to_change:
        del pairs[Kind.WEIGHT_65]  # so many more leave too few to block, whatever they weigh
    else:
        lacking = share(weight.weight, standing.everyone.weight, reader)
        pairs[Kind.WEIGHT_65] = reader.t(
            "with {share} more of the weight, or else {enough}", share=lacking, enough=enough
        )


def share(part: int, whole: int, reader: Reader) -> Markup:
    """A share in percent, cut (not rounded) to a tenth, so that 64.96 % never reads as the 65 % it misses."""
    tenths = part * 1000 // whole if whole else 0
    return reader.percent(f"{tenths // 10}.{tenths % 10}")


def _conditions(standing: Standing, reader: Reader) -> list[Markup]:
    parts = [words for condition in standing.conditions if (words := condition_words(condition, reader))]
    if standing.close_to_threshold:
        parts.append(reader.t("close: check with exact populations"))
    return parts


def condition_words(condition: Condition, reader: Reader) -> Markup:  # noqa: C901 -- one sentence per kind
    """A comparison of the rule, met or not; nothing where another sentence says it."""
    t, c = reader.t, condition
    match c.kind:
        case Kind.QUORUM_HEADS:
            return t("quorum: {have} of {of} voted, {need} needed", have=c.have, of=c.of, need=c.need)
        case Kind.QUORUM_WEIGHT:
            have, need = share(c.have, c.of, reader), share(c.need, c.of, reader)
            return t("quorum: {have} of the weight voted, {need} needed", have=have, need=need)
        case Kind.LAST_ROUND | Kind.SOLE_LEAD if not c.of:
            return t("nobody voted")
        case Kind.SOLE_LEAD:
            return t("the leading option has {have} of {of} ballots", have=c.have, of=c.of)
        case Kind.MORE_FOR_THAN_AGAINST | Kind.AT_LEAST_ONE_FOR:
            return Markup("")  # the first sentence says it
        case Kind.SHARE_OF_CAST:
            return t("{have} of {of} For and Against, {need} needed", have=c.have, of=c.of, need=c.need)
        case Kind.SHARE_OF_ALL | Kind.HEADS_55 | Kind.HEADS_72:
            return t("{have} of {of} in favour, {need} needed", have=c.have, of=c.of, need=c.need)
        case Kind.SHARE_OF_WEIGHT | Kind.WEIGHT_65:
            have, need = share(c.have, c.of, reader), share(c.need, c.of, reader)
            return t("{have} of the weight in favour, {need} needed", have=have, need=need)
        case Kind.BLOCKING_MINORITY:
            return t("{have} not in favour, {need} can block", have=c.have, need=c.need)
        case Kind.NO_AGAINST:
            return t.plural("{n} Against", "{n} Against", c.have) if c.have else t("nobody Against")
        case Kind.ALL_ANSWERED:
            return t("{have} of {of} answered", have=c.have, of=c.of)
        case Kind.AT_LEAST_ONE_CONSENT:
            return Markup("")  # the first sentence says it
        case Kind.LAST_ROUND:
            return t("{have} of {of} ballots in the last round, {need} needed", have=c.have, of=c.of, need=c.need)
        case Kind.NO_OBJECTION:
            if c.have:
                return t.plural("{n} open objection", "{n} open objections", c.have)
            return t("no open objection")
        case Kind.SILENCE_KEPT:
            return t("the silence is broken") if c.have else t("nobody has broken the silence")


def _shortfall(each: Shortfall, standing: Standing, reader: Reader) -> Markup:
    t = reader.t
    match each.kind:
        case Kind.LAST_ROUND:
            return t("one option with more than half in the last round")
        case Kind.NO_OBJECTION:
            n = each.against_to_change
            return t.plural("{n} objection to be resolved", "{n} objections to be resolved", n)
        case Kind.AT_LEAST_ONE_CONSENT:
            return t("somebody’s consent")
        case Kind.SILENCE_KEPT:
            return t("the silence, which is broken")
        case _:
            return _votes_lacking(each, standing, reader)


def _votes_lacking(each: Shortfall, standing: Standing, reader: Reader) -> Markup:
    t = reader.t
    if each.kind in {Kind.QUORUM_HEADS, Kind.QUORUM_WEIGHT}:
        return t.plural("{n} more ballot for the quorum", "{n} more ballots for the quorum", each.more_cast)
    if each.kind is Kind.ALL_ANSWERED:
        return t.plural("{n} more answer", "{n} more answers", each.more_cast)
    if each.kind is Kind.SOLE_LEAD:
        return t("one option ahead of all others")
    words = []
    if each.more_for:
        words.append(
            t.plural("{n} more ballot for the leading option", "{n} more ballots for the leading option", each.more_for)
            if standing.tally
            else t.plural("{n} more For", "{n} more For", each.more_for)
        )
    if each.against_to_change:
        words.append(t.plural("{n} Against to change", "{n} Against to change", each.against_to_change))
    if each.weight:
        words.append(t("{share} more of the weight", share=share(each.weight, standing.everyone.weight, reader)))
    return joined(words) if words else t("a ballot")
