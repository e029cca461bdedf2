"""The questions a playbook asks: those of its services, and the organisation's own."""

from collections.abc import Mapping

from checks.model.playbook import Playbook
from checks.model.service import Metric, Service

ORGANISATION = "organisation"
"""The service the organisation's own questions stand under."""


def metrics_of(playbook: Playbook, services: Mapping[str, Service]) -> dict[tuple[str, str], Metric]:
    """Return all questions by service and id, the organisation's own under `organisation`."""
    metrics = {(service.id, metric.id): metric for service in services.values() for metric in service.metrics}
    return metrics | {(ORGANISATION, metric.id): metric for metric in playbook.metrics}
