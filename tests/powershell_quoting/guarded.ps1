#Requires -Version 5.1

<#
.SYNOPSIS
    Sets TlsSenderCertificateName of one inbound connector.
.DESCRIPTION
    For Exchange Online PowerShell, in a window of its own.
    Run it with -WhatIf first.
#>
[CmdletBinding(SupportsShouldProcess=$true)]
param (
    [string]$BackupFolder = '.'
)

# What was diagnosed, and what it becomes.
$identity = (-join('Inbound from B',[char]0x00FC,'ro'))
$diagnosed = 'mail-old.contoso.com'
$wanted = 'mail.contoso.com'

function Stop-Unchanged {
    param (
        [string]$Reason
    )

    Write-Host ('STOPPED, nothing was changed: {0}' -f $Reason)
    exit 2
}

# Guard: the right shell, one object, the value that was diagnosed.
if (-not (Get-Command -Name 'Set-InboundConnector' -ErrorAction SilentlyContinue)) {
    Stop-Unchanged -Reason 'run this in a window of its own after Connect-ExchangeOnline.'
}
$found = @(Get-InboundConnector -ErrorAction SilentlyContinue -ErrorVariable failures | Where-Object { [string]::Equals([string]$_.Name, [string]$identity, [System.StringComparison]::Ordinal) })
if ($failures.Count -gt 0) {
    Stop-Unchanged -Reason 'the connectors could not be read.'
} elseif ($found.Count -ne 1) {
    Stop-Unchanged -Reason 'not exactly one connector has this name.'
}
$before = $found[0]
if (-not [string]::Equals([string]$before.TlsSenderCertificateName, [string]$diagnosed, [System.StringComparison]::Ordinal)) {
    Stop-Unchanged -Reason 'the value is no longer the one that was diagnosed.'
}

$before | Export-Clixml -Path (Join-Path -Path $BackupFolder -ChildPath 'inbound-connector.before.clixml')
if (-not $?) {
    Stop-Unchanged -Reason 'the state before could not be saved.'
}

if ($PSCmdlet.ShouldProcess($identity, ('Set TlsSenderCertificateName to {0}' -f $wanted))) {
    try {
        Set-InboundConnector -Identity $identity -TlsSenderCertificateName $wanted -ErrorAction Stop
    } catch {
        Write-Host ('The change was refused: {0}' -f $_.Exception.Message)
    }
    # The read-back decides.
    $after = @(Get-InboundConnector -ErrorAction SilentlyContinue -ErrorVariable failures | Where-Object { [string]::Equals([string]$_.Name, [string]$identity, [System.StringComparison]::Ordinal) })
    $same = $false
    foreach ($connector in $after) {
        $same = [string]::Equals([string]$connector.TlsSenderCertificateName, [string]$wanted, [System.StringComparison]::Ordinal)
    }
    if (($after.Count -eq 1) -and $same) {
        Write-Host 'DONE: the new value was read back.'
        exit 0
    } else {
        Write-Host 'FAILED: the new value was not read back.'
        exit 1
    }
} else {
    Write-Host 'PREVIEW: nothing was changed.'
}
