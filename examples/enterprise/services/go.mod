module example.com/enterprise/services

go 1.25
