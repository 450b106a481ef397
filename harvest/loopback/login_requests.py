"""Logging in and out: by code, with a password, by QR code; and the list of devices."""

import os
from typing import Any

from telethon.tl import types
from telethon.tl.functions import account, auth

from harvest.loopback.accounts import TL, User, server_time
from harvest.loopback.api import Asker, handles
from harvest.loopback.faults import RpcFailure
from harvest.loopback.logins import TOKEN_LIFE
from harvest.loopback.second_factor import PasswordCheck, no_password

CODE_HASH = "code-hash"


@handles(auth.SendCodeRequest, auth.ResendCodeRequest, before_login=True)
def send_code(asker: Asker, request: Any) -> TL:
    user = asker.server.by_phone(request.phone_number)
    if user:
        asker.server.service_note(user, f"Login code: {asker.server.login_code}. Do not give this code to anyone.")
    kind = types.auth.SentCodeTypeApp(len(asker.server.login_code))
    return types.auth.SentCode(kind, CODE_HASH, timeout=60)


@handles(auth.SignInRequest, before_login=True)
def sign_in(asker: Asker, request: Any) -> TL:
    if request.phone_code_hash != CODE_HASH:
        raise RpcFailure("PHONE_CODE_EXPIRED")
    if request.phone_code != asker.server.login_code:
        raise RpcFailure("PHONE_CODE_INVALID")
    user = asker.server.by_phone(request.phone_number)
    if user is None:
        return types.auth.AuthorizationSignUpRequired()
    return _let_in(asker, user)


@handles(account.GetPasswordRequest, before_login=True)
def get_password(asker: Asker, request: Any) -> TL:
    user = asker.login.user or asker.login.pending
    if user is None or user.password is None:
        return no_password()
    asker.login.password_check = PasswordCheck(user.password)
    return asker.login.password_check.question()


@handles(auth.CheckPasswordRequest, before_login=True)
def check_password(asker: Asker, request: Any) -> TL:
    check, user = asker.login.password_check, asker.login.pending
    if check is None or user is None or not check.accepts(request.password):
        raise RpcFailure("PASSWORD_HASH_INVALID")
    return _logged_in(asker, user)


@handles(auth.ExportLoginTokenRequest, before_login=True)
def export_login_token(asker: Asker, request: Any) -> TL:
    """What the QR code shows; asked again once another device has accepted it, the login itself."""
    if asker.login.user:
        return types.auth.LoginTokenSuccess(_authorization(asker.login.user))
    if asker.login.pending and asker.login.token is None:
        return types.auth.LoginTokenSuccess(_let_in(asker, asker.login.pending))
    asker.login.token = os.urandom(16)
    return types.auth.LoginToken(server_time() + TOKEN_LIFE, asker.login.token)


@handles(auth.ImportLoginTokenRequest, before_login=True)
def import_login_token(asker: Asker, request: Any) -> TL:
    """Only asked on another data center's behalf. There is one here."""
    raise RpcFailure("AUTH_TOKEN_INVALID")


@handles(auth.AcceptLoginTokenRequest)
def accept_login_token(asker: Asker, request: Any) -> TL:
    return asker.server.accept_login_token(asker.me, request.token).described(current=False)


@handles(auth.LogOutRequest)
def log_out(asker: Asker, request: Any) -> TL:
    asker.login.user = None
    return types.auth.LoggedOut()


@handles(account.GetAuthorizationsRequest)
def get_authorizations(asker: Asker, request: Any) -> TL:
    logins = asker.server.logins.of(asker.me)
    listed = [login.described(current=login is asker.login) for login in logins]
    return types.account.Authorizations(180, sorted(listed, key=lambda device: not device.current))


@handles(account.ResetAuthorizationRequest)
def reset_authorization(asker: Asker, request: Any) -> TL:
    for login in asker.server.logins.of(asker.me):
        if login.hash == request.hash:
            login.user = None
            return True
    raise RpcFailure("HASH_INVALID")


def _let_in(asker: Asker, user: User) -> TL:
    if user.password is not None:
        asker.login.pending = user
        raise RpcFailure("SESSION_PASSWORD_NEEDED", 401)
    return _logged_in(asker, user)


def _logged_in(asker: Asker, user: User) -> TL:
    asker.login.user, asker.login.pending = user, None
    asker.server.announce_login(asker.login, asker.origin)
    return _authorization(user)


def _authorization(user: User) -> TL:
    return types.auth.Authorization(user.seen_by(user))
