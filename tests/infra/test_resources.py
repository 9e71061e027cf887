"""The storage part of the template."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from infra.resources import ENVIRONMENT, storage_template
from infra.template.intrinsics import Json

KEYS = {
    "KiosksTable": "kiosk_id",
    "MunicipalitiesTable": "municipality",
    "ChallengesTable": "challenge_id",
    "SessionsTable": "token_hash",
    "CardLinksTable": "card",
    "CardLocksTable": "card",
    "RateLimitsTable": "bucket",
    "EnvelopesTable": "issuance_id",
    "LedgerTable": "issuance_id",
    "VoidIssuancesTable": "issuance_id",
}
TABLES = {*KEYS, "RegistersTable"}
PASSING = {"ChallengesTable", "SessionsTable", "EnvelopesTable", "RateLimitsTable"}


def _properties(name: str) -> Json:
    properties: Json = storage_template()["Resources"][name]["Properties"]
    return properties


def _index(name: str) -> Json:
    (found,) = [each for each in _properties("LedgerTable")["GlobalSecondaryIndexes"] if each["IndexName"] == name]
    index: Json = found
    return index


@pytest.mark.parametrize(("table", "key"), KEYS.items())
def test_each_table_is_found_by_its_one_string_key_and_billed_on_demand(table: str, key: str) -> None:
    """Every table has the agreed partition key, a string, and needs no capacity planning."""
    properties = _properties(table)
    assert properties["KeySchema"] == [{"AttributeName": key, "KeyType": "HASH"}]
    assert {"AttributeName": key, "AttributeType": "S"} in properties["AttributeDefinitions"]
    assert properties["BillingMode"] == "PAY_PER_REQUEST"


def test_the_books_are_kept_by_version() -> None:
    """A version of the books is one partition, in which an entry is found by its own key."""
    assert _properties("RegistersTable")["KeySchema"] == [
        {"AttributeName": "books", "KeyType": "HASH"},
        {"AttributeName": "entry", "KeyType": "RANGE"},
    ]


@pytest.mark.parametrize("table", sorted(PASSING))
def test_what_passes_is_purged_and_kept_nowhere_else(table: str) -> None:
    """Rows of a visit have a time to live, and neither stream nor point-in-time recovery that would keep them."""
    properties = _properties(table)
    assert properties["TimeToLiveSpecification"] == {"AttributeName": "purge_at", "Enabled": True}
    assert properties["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": False}
    assert "StreamSpecification" not in properties


@pytest.mark.parametrize("table", sorted(TABLES - PASSING))
def test_what_lasts_cannot_be_deleted_by_accident(table: str) -> None:
    """Tables whose loss would hurt have deletion protection and outlive the stack, and no row of theirs expires."""
    resource = storage_template()["Resources"][table]
    assert resource["Properties"]["DeletionProtectionEnabled"] is True
    assert resource["DeletionPolicy"] == resource["UpdateReplacePolicy"] == "Retain"
    assert "TimeToLiveSpecification" not in resource["Properties"]


def test_only_what_must_never_be_lost_can_be_restored() -> None:
    """Point-in-time recovery is on for the ledger and what is void, which name nobody, and for no other table."""
    recovered = {
        name
        for name in TABLES
        if _properties(name).get("PointInTimeRecoverySpecification") == {"PointInTimeRecoveryEnabled": True}
    }
    assert recovered == {"LedgerTable", "VoidIssuancesTable"}


def test_open_issuances_are_found_by_expiry_with_what_the_sweep_needs() -> None:
    """An index of the ledger has the open issuances by expiry, and shows their standing and object."""
    index = _index("open-by-expiry")
    assert [(key["AttributeName"], key["KeyType"]) for key in index["KeySchema"]] == [
        ("open_shard", "HASH"),
        ("expires_at", "RANGE"),
    ]
    shown = {"state", "object_key", "municipality", "head", "sequence"}
    assert set(index["Projection"]["NonKeyAttributes"]) == shown
    types = {
        item["AttributeName"]: item["AttributeType"] for item in _properties("LedgerTable")["AttributeDefinitions"]
    }
    keys = {"issuance_id": "S", "open_shard": "S", "expires_at": "N", "ended_period": "S"}
    assert types == keys | {"applicant": "S", "subject": "S", "requested_at": "N"}


def test_ended_issuances_are_found_by_period_with_their_audit_entries() -> None:
    """Another index of the ledger has those that ended by the period of their end, sorted by id, with their chains."""
    index = _index("ended-by-period")
    keys = [(key["AttributeName"], key["KeyType"]) for key in index["KeySchema"]]
    assert keys == [("ended_period", "HASH"), ("issuance_id", "RANGE")]
    assert index["Projection"]["NonKeyAttributes"] == ["chain", "applicant", "subject"]


@pytest.mark.parametrize("person", ["applicant", "subject"])
def test_what_concerns_a_person_is_found_by_pseudonym(person: str) -> None:
    """Two more indexes of the ledger have what was issued to, and about, a person, by time, and show ids only."""
    index = _index(f"by-{person}")
    keys = [(key["AttributeName"], key["KeyType"]) for key in index["KeySchema"]]
    assert keys == [(person, "HASH"), ("requested_at", "RANGE")]
    assert index["Projection"] == {"ProjectionType": "KEYS_ONLY"}


def test_pseudonyms_are_made_with_a_key_for_macs() -> None:
    """It makes HMACs and nothing else."""
    properties = _properties("PseudonymKey")
    assert (properties["KeySpec"], properties["KeyUsage"]) == ("HMAC_256", "GENERATE_VERIFY_MAC")


def test_registers_are_encrypted_with_their_own_key() -> None:
    """The registers, and no other table, are encrypted with the key made for them."""
    encrypted = {
        name: _properties(name)["SSESpecification"] for name in TABLES if "SSESpecification" in _properties(name)
    }
    key = {"Fn::GetAtt": ["RegistersKey", "Arn"]}
    assert encrypted == {"RegistersTable": {"SSEEnabled": True, "SSEType": "KMS", "KMSMasterKeyId": key}}


@pytest.mark.parametrize("key", ["ReceiptKey", "PageKey", "AuditKey", "VoidListKey"])
def test_what_is_signed_is_signed_with_p256(key: str) -> None:
    """Receipts, page keys, audit and void lists have a key each that signs, with P-256, and does nothing else."""
    properties = _properties(key)
    assert (properties["KeySpec"], properties["KeyUsage"]) == ("ECC_NIST_P256", "SIGN_VERIFY")


def test_the_image_bucket_keeps_nothing_and_shows_nothing() -> None:
    """No versions, no replica, no public access in any of four ways, no ACLs; a day at most, unfinished uploads too."""
    properties = _properties("ImagesBucket")
    assert not {"VersioningConfiguration", "ReplicationConfiguration", "ObjectLockEnabled"} & set(properties)
    assert set(properties["PublicAccessBlockConfiguration"].values()) == {True}
    assert len(properties["PublicAccessBlockConfiguration"]) == 4
    assert properties["OwnershipControls"] == {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}
    (rule,) = properties["LifecycleConfiguration"]["Rules"]
    assert (rule["Status"], rule["ExpirationInDays"]) == ("Enabled", 1)
    assert rule["AbortIncompleteMultipartUpload"] == {"DaysAfterInitiation": 1}
    assert "Prefix" not in rule


def test_the_image_bucket_refuses_plain_http() -> None:
    """The bucket's policy denies everything that does not come over TLS, for the bucket and all objects."""
    statements = _properties("ImagesBucketPolicy")["PolicyDocument"]["Statement"]
    (plain,) = [item for item in statements if item["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}]
    assert (plain["Effect"], plain["Principal"], plain["Action"]) == ("Deny", "*", "s3:*")
    assert plain["Resource"] == [{"Fn::GetAtt": ["ImagesBucket", "Arn"]}, {"Fn::Sub": "${ImagesBucket.Arn}/*"}]


def test_what_is_in_the_audits_bucket_stays() -> None:
    """Locked in compliance mode for a time that deployment says; versions, no lifecycle, and it outlives the stack."""
    resource = storage_template()["Resources"]["AuditBucket"]
    lock = resource["Properties"]["ObjectLockConfiguration"]["Rule"]["DefaultRetention"]
    assert lock == {"Mode": "COMPLIANCE", "Days": {"Ref": "AuditRetentionDays"}}
    assert resource["Properties"]["ObjectLockEnabled"] is True
    assert resource["Properties"]["VersioningConfiguration"] == {"Status": "Enabled"}
    assert "LifecycleConfiguration" not in resource["Properties"]
    assert resource["DeletionPolicy"] == resource["UpdateReplacePolicy"] == "Retain"


def test_nothing_is_put_over_a_period_of_the_audit() -> None:
    """The bucket's policy denies a write that is not on condition that nothing is there."""
    statements = _properties("AuditBucketPolicy")["PolicyDocument"]["Statement"]
    (put,) = [item for item in statements if item["Action"] == "s3:PutObject"]
    assert (put["Effect"], put["Condition"]) == ("Deny", {"Null": {"s3:if-none-match": "true"}})


def test_every_variable_names_a_resource_that_exists() -> None:
    """Each environment variable stands for a resource of the template, and each table has one."""
    resources = storage_template()["Resources"]
    assert set(ENVIRONMENT) <= set(resources)
    assert set(ENVIRONMENT) >= TABLES
    assert ENVIRONMENT["CardLinksTable"] == "KOFU_CARD_LINKS_TABLE"
    assert len(set(ENVIRONMENT.values())) == len(ENVIRONMENT)


def test_a_copy_of_the_template_is_nobody_elses() -> None:
    """Whoever changes the template it got does not change the next one's."""
    storage_template()["Resources"]["LedgerTable"]["Properties"].clear()
    assert _properties("LedgerTable")


def test_the_linter_finds_nothing(tmp_path: Path) -> None:
    """cfn-lint has no finding in the storage part on its own."""
    path = tmp_path / "storage.json"
    path.write_text(json.dumps(storage_template()))
    linter = Path(sys.executable).with_name("cfn-lint")
    done = subprocess.run([linter, "--template", path], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")
