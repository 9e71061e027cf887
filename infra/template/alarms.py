"""Alarms: what must never happen quietly."""

from infra.permissions import FUNCTIONS
from infra.policies import logical_name
from infra.template.intrinsics import Json

_MINUTE = 60


def resources() -> Json:
    """An error in any function, an unmapped route, a sweep that does not run: each calls whoever is on duty."""
    errors = {f"{logical_name(name)}ErrorsAlarm": _errors(name) for name in FUNCTIONS}
    return {**errors, "UnmappedRouteAlarm": _unmapped_route(), "SweepSilentAlarm": _sweep_silent()}


def _errors(function: str) -> Json:
    return _alarm(
        f"{function} ended with an error or timed out",
        logical_name(function),
        MetricName="Errors",
        Threshold=1,
        ComparisonOperator="GreaterThanOrEqualToThreshold",
        EvaluationPeriods=1,
        TreatMissingData="notBreaching",
    )


def _unmapped_route() -> Json:
    # Its concurrency is 0, so a request that gets there is counted as throttled, never as invoked.
    return _alarm(
        "A request reached the function that serves no route",
        "APIHandler",
        MetricName="Throttles",
        Threshold=1,
        ComparisonOperator="GreaterThanOrEqualToThreshold",
        EvaluationPeriods=1,
        TreatMissingData="notBreaching",
    )


def _sweep_silent() -> Json:
    return _alarm(
        "The sweep has not run for five minutes: what should be gone may still be there",
        "Sweep",
        MetricName="Invocations",
        Threshold=1,
        ComparisonOperator="LessThanThreshold",
        EvaluationPeriods=5,
        TreatMissingData="breaching",
    )


def _alarm(description: str, function: str, **condition: object) -> Json:
    topic = [{"Ref": "AlarmTopicArn"}]
    return {
        "Type": "AWS::CloudWatch::Alarm",
        "Properties": {
            "AlarmDescription": description,
            "Namespace": "AWS/Lambda",
            "Dimensions": [{"Name": "FunctionName", "Value": {"Ref": function}}],
            "Statistic": "Sum",
            "Period": _MINUTE,
            "AlarmActions": topic,
            "OKActions": topic,
            **condition,
        },
    }
