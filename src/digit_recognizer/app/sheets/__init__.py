"""The page where photographed forms become tables, and doubts are answered by keys."""
