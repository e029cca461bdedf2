chmod 000 data
