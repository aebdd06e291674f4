# Stands for Exchange Online in tests: state in a file, every call recorded, and
# errors that do not terminate, as the real proxies give them. It sees no
# preference of its caller, being a module.

function Read-State {
    Import-Clixml -Path $env:RELAY_DOCTOR_STATE
}

function Write-State {
    param ($Connectors)
    , @($Connectors) | Export-Clixml -Path $env:RELAY_DOCTOR_STATE
}

function Write-Call {
    param ([string]$Text)
    Add-Content -Path $env:RELAY_DOCTOR_CALLS -Value $Text
}

function Get-InboundConnector {
    [CmdletBinding()]
    param ()
    if ($env:RELAY_DOCTOR_FAIL -eq 'read') {
        $PSCmdlet.WriteError((New-Object System.Management.Automation.ErrorRecord (New-Object Exception 'the session is gone'), 'Gone', 'ConnectionError', $null))
        return
    }
    foreach ($one in @(Read-State)) { $one }
}

function Get-OutboundConnector {
    [CmdletBinding()]
    param ()
}

function Get-AcceptedDomain {
    [CmdletBinding()]
    param ()
    New-Object PSObject -Property @{ DomainName = 'contoso.com' }
}

function Set-InboundConnector {
    [CmdletBinding(SupportsShouldProcess=$true)]
    param (
        [string]$Identity,
        $TlsSenderCertificateName,
        $SenderIPAddresses,
        $Enabled,
        $AssociatedAcceptedDomains
    )
    Write-Call ('Set-InboundConnector {0}' -f $Identity)
    if ($env:RELAY_DOCTOR_FAIL -eq 'write') {
        $PSCmdlet.WriteError((New-Object System.Management.Automation.ErrorRecord (New-Object Exception 'refused'), 'Refused', 'PermissionDenied', $null))
        return
    }
    $all = @(Read-State)
    foreach ($one in $all) {
        if ($one.Name -eq $Identity) {
            foreach ($name in @('TlsSenderCertificateName', 'SenderIPAddresses', 'Enabled', 'AssociatedAcceptedDomains')) {
                if ($PSBoundParameters.ContainsKey($name)) {
                    $one | Add-Member -MemberType NoteProperty -Name $name -Value $PSBoundParameters[$name] -Force
                }
            }
        }
    }
    Write-State $all
}

Export-ModuleMember -Function Get-InboundConnector, Get-OutboundConnector, Get-AcceptedDomain, Set-InboundConnector
