"""Reports as texts: their list, their sentences with what was drawn from them."""
