# outbound import issue --event ..
:
