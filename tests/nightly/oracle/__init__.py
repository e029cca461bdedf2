"""The engine held against others' word: a walk day by day, real minutes, other libraries."""
