"""Asks one ELBv2 endpoint the 33 questions that emulators are known to answer wrongly, one JSON object a line.

The same script runs against every endpoint: AWS_ENDPOINT_URL says which. Checks of botocore's own are off, so that
the endpoint and not the client is asked.
"""

import itertools
import json
import re

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

config = Config(parameter_validation=False, retries={"max_attempts": 0}, read_timeout=20)
ec2 = boto3.client("ec2", config=config)
elbv2 = boto3.client("elbv2", config=config)

subnets = sorted(ec2.describe_subnets()["Subnets"], key=lambda subnet: subnet["AvailabilityZone"])
subnet_ids = [subnet["SubnetId"] for subnet in subnets]
vpc_id = subnets[0]["VpcId"]
counter = itertools.count(1)


def name(prefix="row"):
    return f"{prefix}-{next(counter)}"


def attempt(call, **arguments):
    """'accepted', or code and text of the refusal."""
    try:
        call(**arguments)
        return "accepted"
    except ClientError as error:
        text = re.sub(r"arn:[^'\"\s,]+", "<arn>", error.response["Error"]["Message"])
        return f"{error.response['Error']['Code']}: {text}"


def load_balancer(**arguments):
    arguments = {"Name": name("lb"), "Type": "network", "Subnets": subnet_ids[:2], **arguments}
    return elbv2.create_load_balancer(**arguments)["LoadBalancers"][0]


def group_arguments(**arguments):
    return {"Name": name("tg"), "Protocol": "UDP", "Port": 53, "VpcId": vpc_id, "TargetType": "ip", **arguments}


def target_group(**arguments):
    return elbv2.create_target_group(**group_arguments(**arguments))["TargetGroups"][0]


def forward(group):
    return [{"Type": "forward", "TargetGroupArn": group["TargetGroupArn"]}]


def listen(balancer, group, port=53, protocol="UDP"):
    return elbv2.create_listener(
        LoadBalancerArn=balancer["LoadBalancerArn"], Port=port, Protocol=protocol, DefaultActions=forward(group)
    )["Listeners"][0]


def free_addresses(count):
    """Addresses high in the first subnet, where nothing is handed out."""
    network = subnets[0]["CidrBlock"].split("/")[0].split(".")
    return [f"{network[0]}.{network[1]}.{int(network[2]) + 15}.{200 + index}" for index in range(count)]


def health(group, **arguments):
    return elbv2.describe_target_health(TargetGroupArn=group["TargetGroupArn"], **arguments)["TargetHealthDescriptions"]


def show_health(descriptions):
    if not descriptions:
        return "no targets"
    shown = [
        "/".join(filter(None, [one["TargetHealth"]["State"], one["TargetHealth"].get("Reason")])) for one in descriptions
    ]
    return ", ".join(shown)


def attributes(describe, **arguments):
    return {one["Key"]: one["Value"] for one in describe(**arguments)["Attributes"]}


def set_group(group, key, value):
    return attempt(
        elbv2.modify_target_group_attributes,
        TargetGroupArn=group["TargetGroupArn"],
        Attributes=[{"Key": key, "Value": value}],
    )


def row_1():
    balancer = load_balancer()
    listener = listen(balancer, target_group())
    kinds = [re.search(r":(loadbalancer|listener)/(\w+)/", arn).group(2) for arn in (balancer["LoadBalancerArn"], listener["ListenerArn"])]
    return f"loadbalancer/{kinds[0]}/…, listener/{kinds[1]}/…"


def row_2():
    balancer = load_balancer(Name="shape")
    dns = balancer["DNSName"].replace(balancer["LoadBalancerArn"].split("/")[-1], "<hex16>")
    return f"{balancer['CanonicalHostedZoneId']}, {dns}"


def row_3():
    taken = load_balancer()
    same = load_balancer(Name=taken["LoadBalancerName"])
    again = "the same" if same["LoadBalancerArn"] == taken["LoadBalancerArn"] else "a second one"
    other = attempt(load_balancer, Name=taken["LoadBalancerName"], Scheme="internal")
    return f"same settings: {again}; others: {other}"


def row_4():
    names = ["x" * 70, "internal-x", "under_score", "bang!"]
    return "; ".join(attempt(load_balancer, Name=one).split(":")[0] for one in names)


def row_5():
    return attempt(load_balancer, SecurityGroups=["sg-0123456789abcdef0"])


def row_6():
    group = ec2.create_security_group(GroupName=name("group"), Description="d", VpcId=vpc_id)["GroupId"]
    balancer = load_balancer()
    return attempt(elbv2.set_security_groups, LoadBalancerArn=balancer["LoadBalancerArn"], SecurityGroups=[group])


def row_7():
    balancer = load_balancer()
    return attempt(elbv2.set_subnets, LoadBalancerArn=balancer["LoadBalancerArn"], Subnets=subnet_ids[:1])


def row_8():
    arn = load_balancer()["LoadBalancerArn"]
    keys = attributes(elbv2.describe_load_balancer_attributes, LoadBalancerArn=arn)
    alb = attempt(
        elbv2.modify_load_balancer_attributes,
        LoadBalancerArn=arn,
        Attributes=[{"Key": "idle_timeout.timeout_seconds", "Value": "60"}],
    )
    policy = "with" if "dns_record.client_routing_policy" in keys else "without"
    return f"{len(keys)} keys, {policy} client_routing_policy; ALB key: {alb}"


def row_9():
    arn = load_balancer()["LoadBalancerArn"]
    elbv2.modify_load_balancer_attributes(
        LoadBalancerArn=arn, Attributes=[{"Key": "deletion_protection.enabled", "Value": "true"}]
    )
    return attempt(elbv2.delete_load_balancer, LoadBalancerArn=arn)


def row_10():
    return attempt(elbv2.create_target_group, **group_arguments(HealthCheckProtocol="UDP"))


def row_11():
    alone = attempt(elbv2.create_target_group, **group_arguments(HealthCheckIntervalSeconds=5))
    http = target_group(HealthCheckProtocol="HTTP")
    details = (http.get("HealthCheckPath"), http.get("Matcher", {}).get("HttpCode"), http.get("HealthCheckTimeoutSeconds"))
    return f"{alone}; HTTP: path {details[0]}, matcher {details[1]}, timeout {details[2]}"


def row_12():
    return attempt(elbv2.create_target_group, **group_arguments(Port=99999))


def row_13():
    arguments = group_arguments()
    elbv2.create_target_group(**arguments)
    return attempt(elbv2.create_target_group, **arguments)


def row_14():
    return attempt(elbv2.create_target_group, **group_arguments(Protocol="QUIC"))


def row_15():
    try:
        return f"accepted as {target_group(TargetType='alb')['Protocol']}"
    except ClientError as error:
        return f"{error.response['Error']['Code']}: {error.response['Error']['Message']}"


def row_16():
    keys = attributes(elbv2.describe_target_group_attributes, TargetGroupArn=target_group()["TargetGroupArn"])
    termination = keys.get("deregistration_delay.connection_termination.enabled", "absent")
    foreign = [key for key in keys if key.startswith(("load_balancing.algorithm", "slow_start", "waf"))]
    return f"{len(keys)} keys, {len(foreign)} of them ALB's; connection_termination {termination}"


def row_17():
    group = target_group()
    tries = [("preserve_client_ip.enabled", "false"), ("proxy_protocol_v2.enabled", "banana"), ("made.up", "1")]
    return "; ".join(set_group(group, key, value).split(":")[0] for key, value in tries)


def row_18():
    return set_group(target_group(), "deregistration_delay.timeout_seconds", "3600")


def row_19():
    balancer, group = load_balancer(), target_group(Protocol="TCP_UDP")
    listen(balancer, group, protocol="TCP_UDP")
    return attempt(listen, balancer=balancer, group=target_group(), protocol="UDP")


def row_20():
    return "; ".join(
        f"{protocol}: " + attempt(listen, balancer=load_balancer(), group=target_group(Protocol=protocol)).split(":")[0]
        for protocol in ("HTTP", "TCP")
    )


def row_21():
    return attempt(
        elbv2.create_listener,
        LoadBalancerArn=load_balancer()["LoadBalancerArn"],
        Port=53,
        Protocol="UDP",
        DefaultActions=[{"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "200"}}],
    )


def row_22():
    listener = listen(load_balancer(), target_group(Protocol="TCP_UDP"), protocol="TCP_UDP")
    return attempt(elbv2.modify_listener, ListenerArn=listener["ListenerArn"], Protocol="UDP")


def row_23():
    listener = listen(load_balancer(), target_group())
    arn = listener["ListenerArn"]
    present = attributes(elbv2.describe_listener_attributes, ListenerArn=arn)
    wrong = attempt(
        elbv2.modify_listener_attributes,
        ListenerArn=arn,
        Attributes=[{"Key": "tcp.idle_timeout.seconds", "Value": "99999"}],
    )
    return f"UDP listener has {len(present)} attributes; setting it: {wrong}"


def row_24():
    return "present" if "SslPolicy" in listen(load_balancer(), target_group()) else "absent"


def row_25():
    group, address = target_group(), free_addresses(1)[0]
    for port in (53, 54):
        elbv2.register_targets(TargetGroupArn=group["TargetGroupArn"], Targets=[{"Id": address, "Port": port}])
    return f"{len(health(group))} targets"


def row_26():
    group = target_group()
    return "; ".join(
        attempt(elbv2.register_targets, TargetGroupArn=group["TargetGroupArn"], Targets=[{"Id": address}]).split(":")[0]
        for address in ("999.1.1.1", "8.8.8.8")
    )


def used_group():
    group = target_group()
    listen(load_balancer(), group)
    elbv2.register_targets(TargetGroupArn=group["TargetGroupArn"], Targets=[{"Id": free_addresses(1)[0]}])
    return group


def row_27():
    descriptions = health(used_group())
    return f"{show_health(descriptions)}, port {descriptions[0].get('HealthCheckPort')}"


def row_28():
    group = target_group()
    elbv2.register_targets(TargetGroupArn=group["TargetGroupArn"], Targets=[{"Id": free_addresses(1)[0]}])
    return show_health(health(group))


def row_29():
    return show_health(health(used_group(), Targets=[{"Id": free_addresses(2)[1], "Port": 53}]))


def row_30():
    group = used_group()
    target = [{"Id": free_addresses(1)[0], "Port": 53}]
    elbv2.deregister_targets(TargetGroupArn=group["TargetGroupArn"], Targets=target)
    return show_health(health(group, Targets=target))


def row_31():
    group = target_group()
    return attempt(
        elbv2.deregister_targets, TargetGroupArn=group["TargetGroupArn"], Targets=[{"Id": free_addresses(1)[0]}]
    )


def row_32():
    group = target_group()
    listen(load_balancer(), group)
    return attempt(listen, balancer=load_balancer(), group=group)


def row_33():
    groups = [{"TargetGroupArn": one["TargetGroupArn"], "Weight": 1} for one in (target_group(), target_group(Protocol="TCP"))]
    return attempt(
        elbv2.create_listener,
        LoadBalancerArn=load_balancer()["LoadBalancerArn"],
        Port=53,
        Protocol="UDP",
        DefaultActions=[{"Type": "forward", "ForwardConfig": {"TargetGroups": groups}}],
    )


for number in range(1, 34):
    try:
        answer = globals()[f"row_{number}"]()
    except ClientError as error:
        answer = f"{error.response['Error']['Code']}: {error.response['Error']['Message']}"
    print(json.dumps({"row": number, "answer": answer}), flush=True)
