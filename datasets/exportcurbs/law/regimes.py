"""What a rule asks of an exporter, in order, and the questions that it is asked with."""

# From the mildest; `unknown` stands apart, where the record does not decide.
REGIMES = ("none", "licence", "licence_strict", "denial_in_principle", "prohibited")
UNKNOWN = "unknown"
ANSWERS = (*REGIMES, UNKNOWN)
RANK = {regime: i for i, regime in enumerate(REGIMES)}
# The effect of a measure as a regime; quotas, duties and state trading are no regime.
REGIME_OF = {
    "licence": "licence",
    "strict_review": "licence_strict",
    "denial_in_principle": "denial_in_principle",
    "ban": "prohibited",
}
# The layers whose rules make the regime of goods, whoever the user.
STATUS_LAYERS = ("dual_use", "foreign_trade_ban")
END_USES = ("civil", "military", "military_capability", "wmd", "advanced_chips")


def rules_for(end_use: str) -> str:
    """Return which rules speak of an end use beside those for `any`: a civil use has none of its own."""
    return "any" if end_use == "civil" else end_use
