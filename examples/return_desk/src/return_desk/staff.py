"""The pages of staff."""

from fastapi import APIRouter

router = APIRouter(prefix="/staff")
