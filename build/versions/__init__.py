"""Versions: releases recorded, compared and told apart."""
