"""Everything that changes an employer's part and its mentor-employees."""
