"""Sends reports, one JSON object a line, to the inbox of a house whose log is in Kafka.

    pip install -r examples/requirements.txt
    python examples/kafka_producer.py [reports.ndjson | -] [--brokers host:port,...] [--topic clemency.inbox]

A line is told as sent only when the brokers have it durably (acks=all). Exit code 1 when one could not be sent; what
is wrong *in* a report is found by the house and told in its topic `rejected`.
"""

import argparse
import hashlib
import json
import os
import sys
import uuid
from pathlib import Path

import rfc8785
from kafka import KafkaProducer
from kafka.errors import KafkaError

MESSAGE_BYTES_MAX = 8 * 1024 * 1024 - 4096
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:clemency")


def report_id(report):
    """The id that the house gives to a report: source, address and content decide it, whatever door it came through."""
    content = report.get("body", "").encode()
    if "events" in report:
        content = rfc8785.dumps({"body": report.get("body"), "events": report["events"]})
    parts = {"kind": "report", "sourceId": report["source"]["id"], "bodySha256": hashlib.sha256(content).hexdigest()}
    if "uri" in report:
        parts["uri"] = report["uri"]
    return uuid.uuid5(NAMESPACE, rfc8785.dumps(parts).decode())


def id_or_why_not(line):
    try:
        return f"report {report_id(json.loads(line))}"
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        return f"but the house will reject it ({error!r})"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("file", nargs="?", default=str(Path(__file__).with_name("reports.ndjson")))
    parser.add_argument("--brokers", default=os.environ.get("KAFKA_BROKERS") or "127.0.0.1:9092")
    parser.add_argument("--topic", default="clemency.inbox")
    options = parser.parse_args()
    try:
        producer = KafkaProducer(
            bootstrap_servers=options.brokers.split(","),
            acks="all",
            enable_idempotence=True,
            allow_auto_create_topics=False,
            compression_type="gzip",  # or None
            linger_ms=20,
            max_request_size=MESSAGE_BYTES_MAX,
        )
    except KafkaError as error:
        sys.exit(f"Not sent: {error}")
    counts = {"sent": 0, "failed": 0}

    def failed(number, error):
        counts["failed"] += 1
        print(f"line {number}: not sent, {error}", file=sys.stderr)

    def sent(number, line):
        counts["sent"] += 1
        print(f"line {number}: sent, {id_or_why_not(line)}")

    with sys.stdin.buffer if options.file == "-" else open(options.file, "rb") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                # As bytes: a line that is no UTF-8 arrives as it is. No key: the inbox keeps no order.
                future = producer.send(options.topic, value=line.rstrip(b"\r\n"))
                future.add_callback(lambda _, number=number, line=line: sent(number, line))
                future.add_errback(lambda error, number=number: failed(number, error))
            except KafkaError as error:
                failed(number, error)
    producer.flush()
    producer.close()
    print(f"{counts['sent']} sent, {counts['failed']} failed")
    return 1 if counts["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
