"""Trade: figures and their indicators, flows, indices, tariff lines, replications."""
