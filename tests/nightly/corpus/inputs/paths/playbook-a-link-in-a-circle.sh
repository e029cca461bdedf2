mv playbook away; ln -s playbook playbook
