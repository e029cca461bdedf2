chmod 444 playbook/services
