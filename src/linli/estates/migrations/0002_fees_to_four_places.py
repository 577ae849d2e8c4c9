"""Published fees have up to four decimals (0.8625); the first table rounded them to three."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('estates', '0001_initial'),
    ]

    operations = [
        migrations.AlterField(
            model_name='estate',
            name='fee_max',
            field=models.DecimalField(blank=True, decimal_places=4, max_digits=8, null=True, verbose_name='highest fee, yuan/m²/month'),
        ),
        migrations.AlterField(
            model_name='estate',
            name='fee_min',
            field=models.DecimalField(blank=True, decimal_places=4, max_digits=8, null=True, verbose_name='lowest fee, yuan/m²/month'),
        ),
    ]
