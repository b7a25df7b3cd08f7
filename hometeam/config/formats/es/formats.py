"""Spanish as it is written in the United States and in Mexico: 1,000 and 12.5, not 1.000 and 12,5."""

DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
