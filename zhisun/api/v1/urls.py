"""Addresses of the machine interface: `/api/v1/…`, and its own description for developers."""

from django.urls import path

from zhisun.api.v1.interface import api

urlpatterns = [path("", api.urls)]
