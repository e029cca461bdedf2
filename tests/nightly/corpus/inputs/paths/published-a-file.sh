echo x > playbook/published
