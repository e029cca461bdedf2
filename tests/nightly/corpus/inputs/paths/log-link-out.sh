rm data/teams/harbour/touchpoints/2026-Q4.csv; ln -s /dev/zero data/teams/harbour/touchpoints/2026-Q4.csv
