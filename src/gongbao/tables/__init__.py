"""From the machine's reading and the curator's word to the rows of every table."""
