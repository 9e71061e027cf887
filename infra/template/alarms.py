"""Alarms: what must never happen quietly."""

from infra.permissions import FUNCTIONS
from infra.policies import logical_name
from infra.template.intrinsics import Json

_MINUTE, _HOUR = 60, 3600


def resources() -> Json:
    """An error in any function, an unmapped route, a schedule that does not run: each calls whoever is on duty."""
    errors = {f"{logical_name(name)}ErrorsAlarm": _errors(name) for name in FUNCTIONS}
    return {**errors, "UnmappedRouteAlarm": _unmapped_route(), **_silences()}


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


def _silences() -> Json:
    sweep = "The sweep has not run for five minutes: what should be gone may still be there"
    audit = "Nothing has been gathered for three hours: what was issued is not yet locked away for auditors"
    return {
        "SweepSilentAlarm": _silent(sweep, "Sweep", Period=_MINUTE, EvaluationPeriods=5),
        "AuditSilentAlarm": _silent(audit, "Audit", Period=_HOUR, EvaluationPeriods=3),
    }


def _silent(description: str, function: str, **span: int) -> Json:
    return _alarm(
        description,
        function,
        MetricName="Invocations",
        Threshold=1,
        ComparisonOperator="LessThanThreshold",
        TreatMissingData="breaching",
        **span,
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
