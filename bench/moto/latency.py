"""Median latencies of one ELBv2 endpoint, in milliseconds, as one JSON object. AWS_ENDPOINT_URL says which."""

import json
import statistics
import time

import boto3
from botocore.config import Config

CREATES = 200
TARGETS = 1000
DESCRIBES = 30

config = Config(retries={"max_attempts": 0}, read_timeout=120)
ec2 = boto3.client("ec2", config=config)
elbv2 = boto3.client("elbv2", config=config)
subnet = ec2.describe_subnets()["Subnets"][0]


def timed(call, **arguments):
    started = time.perf_counter()
    answer = call(**arguments)
    return (time.perf_counter() - started) * 1000, answer


creates = [
    timed(elbv2.create_target_group, Name=f"speed-{index}", Protocol="UDP", Port=53, VpcId=subnet["VpcId"], TargetType="ip")
    for index in range(CREATES)
]
arn = creates[-1][1]["TargetGroups"][0]["TargetGroupArn"]
prefix = ".".join(subnet["CidrBlock"].split(".")[:2])
third = int(subnet["CidrBlock"].split(".")[2])
targets = [{"Id": f"{prefix}.{third + 4 + index // 250}.{1 + index % 250}"} for index in range(TARGETS)]
for first in range(0, TARGETS, 100):
    elbv2.register_targets(TargetGroupArn=arn, Targets=targets[first : first + 100])
describes = [timed(elbv2.describe_target_health, TargetGroupArn=arn) for _ in range(DESCRIBES)]
assert len(describes[0][1]["TargetHealthDescriptions"]) == TARGETS
print(
    json.dumps(
        {
            "createTargetGroupMs": statistics.median(one[0] for one in creates),
            "describeTargetHealthMs": statistics.median(one[0] for one in describes),
        }
    )
)
