"""Addresses of the HTTPS front: `/gateway/v1/<lane>/<verb>`."""

from django.urls import path

from zhisun.api.gateway.http import knock
from zhisun.gateways.front import LANES, VERBS

urlpatterns = [
    path(f"v1/{lane}/{verb}", knock, {"lane": lane, "verb": verb})
    for lane in LANES
    for verb in VERBS
]
