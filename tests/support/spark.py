"""Spark on this machine alone: bound to loopback, its files in a folder of the test, or the reason to skip."""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyspark.sql import SparkSession


def missing() -> str:
    """Return what keeps Spark from starting here, empty where nothing does."""
    for package in ("pyspark", "pyarrow", "pandas"):
        if find_spec(package) is None:
            return f"{package} is not installed"
    java = os.environ.get("JAVA_HOME")
    found = (Path(java) / "bin" / "java").exists() if java else shutil.which("java")
    return "" if found else "there is no Java"


def settings(folder: Path, cores: int = 2) -> dict[str, str]:
    """Return how Spark is to run: nothing listens beyond this machine, nothing is written beyond `folder`."""
    return {
        "spark.master": f"local[{cores}]",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.shuffle.partitions": str(2 * cores),
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.local.dir": str(folder / "local"),
        "spark.driver.extraJavaOptions": f"-Djava.io.tmpdir={folder} -XX:-UsePerfData",
    }


def surroundings(folder: Path) -> dict[str, str]:
    """Return the environment in which the command starts Spark with `settings`."""
    words = " ".join(f'--conf "{name}={value}"' for name, value in settings(folder).items())
    return {
        "PYSPARK_SUBMIT_ARGS": f"{words} pyspark-shell",
        "SPARK_LOCAL_IP": "127.0.0.1",
        **{name: os.environ[name] for name in ("JAVA_HOME",) if name in os.environ},
    }


@contextmanager
def started(folder: Path, cores: int = 2) -> Iterator[SparkSession]:
    """Hand out a session, and stop it at the end."""
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    builder = SparkSession.builder.appName("counts")
    for name, value in settings(folder, cores).items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    try:
        yield spark
    finally:
        spark.stop()
