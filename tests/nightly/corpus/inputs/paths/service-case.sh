cp playbook/services/one-on-one.yaml playbook/services/One-on-one.yaml
