rm data/teams/harbour/touchpoints/2026-Q4.csv; mkfifo data/teams/harbour/touchpoints/2026-Q4.csv
