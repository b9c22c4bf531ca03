"""The page where a network is judged on digits of which the truth is known."""
