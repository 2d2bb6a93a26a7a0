"""The answer to a source that pushes too fast: how long to wait."""

from http import HTTPStatus

from django.http import HttpResponse, JsonResponse

from zhisun.kernel.errors import InputError
from zhisun.shell.messages import text


def too_fast(code: str, seconds: int) -> HttpResponse:
    """429 with `Retry-After`; `code` names what was not taken."""
    error = InputError(code, seconds=seconds)
    body = {"code": error.code, "text": text(error), "field": None, "seconds": seconds}
    answer = JsonResponse(body, status=HTTPStatus.TOO_MANY_REQUESTS)
    answer.headers["Retry-After"] = str(seconds)
    return answer
