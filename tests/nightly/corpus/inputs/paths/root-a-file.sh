# outbound --root playbook/playbook.yaml check
:
