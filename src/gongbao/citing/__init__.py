"""How the dataset, a table, a row or a query is cited, and the formats citations take."""
