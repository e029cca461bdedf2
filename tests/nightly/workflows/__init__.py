"""The workflows carried out as their hosts do."""
