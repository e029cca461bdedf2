chmod 000 playbook/services
