"""Numbers for Prometheus; no label holds anything of a customer."""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

REQUESTS = Counter("desk_requests", "Answers of the service.", ["method", "route", "status"])
REQUEST_SECONDS = Histogram("desk_request_seconds", "Time to an answer.", ["route"])
UPLOADS = Counter("desk_uploads", "Photos that came.")
WAITING = Gauge("desk_photos_waiting", "Photos that are not judged yet.")
JUDGED = Counter("desk_photos_judged", "Photos judged, by verdict.", ["verdict"])
JUDGING_SECONDS = Histogram(
    "desk_judging_seconds", "Time to judge a photo.", buckets=(0.1, 0.25, 0.5, 1, 2, 4, 8, 16, 32)
)
OUTBOX = Gauge("desk_outbox_waiting", "Effects that are not carried out yet.")
LOGINS = Counter("desk_logins", "Logins of staff.", ["outcome"])
