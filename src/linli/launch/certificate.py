"""The own certificate of `--tls`: a phone's camera and offline work need HTTPS, also on the local network."""

import ipaddress
import os
import socket
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

# The longest that phones accept is 825 days.
VALID = timedelta(days=397)
RENEW = timedelta(days=30)


def ready(folder: Path, addresses: Sequence[str], at: datetime) -> tuple[Path, Path]:
    """Certificate and key in `folder`, made anew when the old one runs out or lacks one of `addresses`."""
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    if not _serves(certificate, key, addresses, at):
        folder.mkdir(mode=0o700, exist_ok=True)
        _make(certificate, key, addresses, at)
    return certificate, key


def _serves(certificate: Path, key: Path, addresses: Sequence[str], at: datetime) -> bool:
    try:
        found = x509.load_pem_x509_certificate(certificate.read_bytes())
    except (OSError, ValueError):
        return False
    names = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    held = {str(address) for address in names.get_values_for_type(x509.IPAddress)}
    return key.exists() and found.not_valid_after_utc - at > RENEW and set(addresses) <= held


def _make(certificate: Path, key: Path, addresses: Sequence[str], at: datetime) -> None:
    secret = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Linli 邻里")])
    machine = socket.gethostname()
    hosts = dict.fromkeys(["localhost", machine, f"{machine.removesuffix('.local')}.local"])
    names: list[x509.GeneralName] = [x509.DNSName(host) for host in hosts if host.isascii()]
    names += [x509.IPAddress(ipaddress.ip_address(address)) for address in addresses]
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(secret.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - timedelta(days=1))
        .not_valid_after(at + VALID)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(secret, hashes.SHA256())
    )
    form = serialization.PrivateFormat.PKCS8
    pem = secret.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())
    key.unlink(missing_ok=True)
    with os.fdopen(os.open(key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(pem)
    certificate.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
