chmod 000 playbook
