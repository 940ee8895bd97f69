"""What the scripts and the console command do: one module a verb, the same code behind both doors."""
