"""Training: recipes, the trainer and what it leaves behind."""
