"""What a rule asks of an exporter, in order, and the questions that it is asked with."""

# From the mildest; `unknown` stands apart, where the record does not decide.
REGIMES = ("none", "licence", "licence_strict", "denial_in_principle", "prohibited")
UNKNOWN = "unknown"
ANSWERS = (*REGIMES, UNKNOWN)
RANK = {regime: i for i, regime in enumerate(REGIMES)}
NONE, MOST = 0, len(REGIMES) - 1
# The effect of a measure as a regime; quotas, duties and state trading are no regime.
REGIME_OF = {
    "licence": "licence",
    "strict_review": "licence_strict",
    "denial_in_principle": "denial_in_principle",
    "ban": "prohibited",
}
# The layers whose rules make the regime of goods, whoever the user; trade administration stands beside it.
STATUS_LAYERS = ("dual_use", "foreign_trade_ban", "technology_catalogue", "un_sanctions")
END_USES = ("civil", "military", "military_capability", "wmd", "advanced_chips")
# Of these the monthly panels and the tables of customs lines have two.
PANEL_USES = END_USES[:2]
FLOWS = ("export_from_china", "re_export_abroad", "foreign_made", "technology_transfer")
EXPORT, TRANSFER = FLOWS[0], FLOWS[-1]


def rules_for(end_use: str) -> str:
    """Return which rules speak of an end use beside those for `any`: a civil use has none of its own."""
    return "any" if end_use == "civil" else end_use


def flows_of(flow: str, tangible: bool) -> tuple[str, ...]:
    """Return the flows whose rules are read: of technology and software export and transfer are one."""
    return (EXPORT, TRANSFER) if not tangible and flow in (EXPORT, TRANSFER) else (flow,)
