git init -q --bare .
