"""The labels of the issue forms: written by one room and read back by another, so that both agree."""

SERVICE, WHO, TEAM = "Service", "Your id", "Your team"
"""What the form of a request asks; the service in both of the private ones."""

DAY, MEMBER, GIVER, STARTED, BECAME, OF_TEAM = (
    "Day",
    "Team member",
    "Given by",
    "Who started it",
    "What happened",
    "Team",
)

STARTERS = {"The leader or coach": "outbound", "The team member": "inbound"}
BECOMES = {
    "It was held": "held",
    "It is booked for that day": "booked",
    "It was offered and declined": "declined",
    "Someone did not come": "missed",
    "It was cancelled": "cancelled",
}
