"""Officers (human beings), their accounts, what is granted to them and where."""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from tuntas.accounts.roles import Role

ROLE_TITLES = (
    (Role.OPERATOR.value, _("operator perekaman")),
    (Role.ADB.value, _("administrator basis data (ADB)")),
    (Role.COORDINATOR.value, _("koordinator (kepala bidang)")),
    (Role.SECRETARY.value, _("sekretaris dinas")),
    (Role.HEAD.value, _("kepala dinas")),
    (Role.ADMINISTRATOR.value, _("pengelola akun")),
    (Role.CAMAT.value, _("camat")),
    (Role.VILLAGE_HEAD.value, _("kepala desa")),
    (Role.HAMLET_HEAD.value, _("kepala dusun")),
    (Role.PROVINCE_VIEWER.value, _("peninjau provinsi")),
    (Role.AUDITOR.value, _("pemeriksa (auditor)")),
)


def new_ref() -> str:
    """A random 128-bit name for the wire: 32 hex digits."""
    return secrets.token_hex(16)


class Officer(models.Model):
    """A human being who uses the program; two-person rules compare these."""

    ref = models.CharField(max_length=32, unique=True, default=new_ref, editable=False)
    full_name = models.CharField(_("nama lengkap"), max_length=160)
    nip = models.CharField(_("NIP"), max_length=18, blank=True)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["nip"], condition=~Q(nip=""), name="officer_nip_once")
        ]

    def __str__(self) -> str:
        return self.full_name


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(username=(username or "").strip().lower())

    def create_user(
        self,
        *,
        username: str,
        officer: Officer,
        password: str | None = None,
        demo: bool = False,
    ) -> User:
        user = self.model(username=username.strip().lower(), officer=officer, demo=demo)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """An account. Names are kept in small letters, so ``Ani`` and ``ani`` are one."""

    ref = models.CharField(max_length=32, unique=True, default=new_ref, editable=False)
    username = models.CharField(_("nama pengguna"), max_length=60, unique=True)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="users")
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    demo = models.BooleanField(default=False)
    # Raised whenever what the account may do changes: sessions of an older version end.
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(username=Lower("username")),
                name="username_in_small_letters",
            )
        ]

    def get_full_name(self) -> str:
        return self.officer.full_name


class Grant(models.Model):
    """A role in an area, from a day until the first day on which it no longer holds."""

    ref = models.CharField(max_length=32, unique=True, default=new_ref, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=16, choices=ROLE_TITLES)
    region = models.ForeignKey("wilayah.Region", on_delete=models.PROTECT, related_name="+")
    dusun = models.ForeignKey(
        "wilayah.Dusun",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    granted_by = models.CharField(max_length=32)
    """Ref of the principal who granted it (an administrator, or the program)."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="grant_days_in_order",
            ),
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in Role]),
                name="grant_of_a_known_role",
            ),
            models.CheckConstraint(
                condition=Q(dusun__isnull=True) | Q(role=Role.HAMLET_HEAD.value),
                name="grant_of_a_dusun_to_a_hamlet_head",
            ),
        ]


class OneTimeLink(models.Model):
    """A link that sets one password once: for the first administrator, a new account, a reset.

    Only the digest is kept; whoever reads the database cannot use the link.
    """

    class Purpose(models.TextChoices):
        FIRST_ADMINISTRATOR = "first_admin"
        SET_PASSWORD = "set_password"

    digest = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(max_length=16, choices=Purpose.choices)
    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="links")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(purpose="first_admin", user__isnull=True)
                | Q(purpose="set_password", user__isnull=False),
                name="one_time_link_has_its_user",
            )
        ]
