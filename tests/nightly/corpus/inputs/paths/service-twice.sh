cp playbook/services/one-on-one.yaml playbook/services/one-on-one.yml
